import type { z } from 'zod';

/** One of the answers that a route may give. */
export type ResponseSpec = {
  description: string;
  schema?: z.ZodType;
  headers?: z.ZodObject;
  /** Default `application/json`. */
  contentType?: string;
  /** A media type in which the same may be had as text. */
  alsoAs?: string;
};
