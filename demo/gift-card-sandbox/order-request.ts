import { z } from 'zod';
import { bindKeys } from './casing.ts';
import { deliveryTypes } from './catalogue.ts';

const text = z.string();
const requiredText = z.string().min(1);

export const personalizationSchema = z.object({
  To: text.optional(),
  FromName: text.optional(),
  FromEmail: z.email().optional(),
  Message: text.optional(),
  DeliveryDate: z.iso.datetime({ offset: true }).optional(),
});

const digitalAddressSchema = z.object({
  Email: z.email().optional(),
  Sms: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'Must be a number in E.164 form, such as +15555550100.')
    .optional(),
});

export const physicalAddressSchema = z.object({
  ShippingMethodId: requiredText,
  CarrierId: requiredText,
  Name: requiredText,
  AddressLine1: requiredText,
  AddressLine2: text.optional(),
  City: requiredText,
  State: requiredText,
  Zip: requiredText,
  Country: requiredText,
});

const lineItemSchema = z.object({
  ProductId: requiredText,
  Value: z.number().positive(),
  Quantity: z.number().int().min(1).max(10_000).default(1),
  DigitalDeliveryAddress: digitalAddressSchema.optional(),
  PhysicalDeliveryAddress: physicalAddressSchema.optional(),
  Personalization: personalizationSchema.optional(),
  BrandingId: text.optional(),
  ExternalId: text.optional(),
  Culture: text.optional(),
});

const orderRequestSchema = z.object({
  Type: z.enum(deliveryTypes),
  LineItems: z.array(lineItemSchema).min(1),
  // The characters that clients were seen to use; anything beyond them is a guess that the sandbox should not reward.
  PONumber: z
    .string()
    .max(50)
    .regex(/^[A-Za-z0-9_.@-]+$/, 'Must be letters, digits, "-", "_", "." or "@".'),
  Note: text.optional(),
  WebhookSettings: z.object({ FulfillmentComplete: z.url({ protocol: /^https?$/ }).optional() }).optional(),
});

export type LineItemRequest = z.infer<typeof lineItemSchema>;
export type OrderRequest = z.infer<typeof orderRequestSchema>;

/** Reasons per path of the body, as ASP.NET lists them: `{ "LineItems[0].Value": ["…"] }`. */
export type FieldErrors = Record<string, string[]>;

const schemas = [
  orderRequestSchema,
  orderRequestSchema.shape.WebhookSettings.unwrap(),
  lineItemSchema,
  personalizationSchema,
  digitalAddressSchema,
  physicalAddressSchema,
];
const fieldNames = schemas.flatMap((schema) => Object.keys(schema.shape));

/**
 * The shape of a create request (gift-card-api.md section 5.1). Key casing is free, null counts as absent and unknown
 * keys are ignored, as the binding of that stack does; types are strict.
 */
export function parseOrderRequest(body: unknown): { request: OrderRequest } | { errors: FieldErrors } {
  const parsed = orderRequestSchema.safeParse(bindKeys(body, fieldNames));
  if (parsed.success) return { request: parsed.data };
  const errors: FieldErrors = {};
  for (const { path, message } of parsed.error.issues) addError(errors, pathText(path), message);
  return { errors };
}

/** Adds one reason to a path. */
export function addError(errors: FieldErrors, path: string, message: string): void {
  errors[path] = [...(errors[path] ?? []), message];
}

function pathText(path: readonly PropertyKey[]): string {
  const joined = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return joined.replace(/^\./, '') || '$';
}
