import { z } from 'zod';
import { plainText } from './fields.ts';

const version = z.int().min(1).meta({ description: 'Of the terms that were shown', example: 1 });

/** The person accepts the terms of the program that their session is about. */
export const termsByWidget = z.object({ version }).meta({ id: 'TermsByWidget' });

/** The site says that a person accepted them on one of its own pages. */
export const termsByKey = z.object({ programId: plainText(100), version }).meta({ id: 'TermsByKey' });
