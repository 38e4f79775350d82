import { customAlphabet, nanoid } from 'nanoid';

// No letter or digit that a person could take for another: answers and codes are typed by hand.
const typeable = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** Id of an order, line item or card. */
export const newId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 20);
/** Bearer token or the secret part of a claim link; 32 characters are about 190 bits. */
export const newToken = () => nanoid(32);
/** The challenge answer of a claim link. */
export const newAnswer = customAlphabet(typeable, 12);
/** A gift-card number that buys nothing anywhere. */
export const newCardNumber = customAlphabet('0123456789', 16);
export const newPin = customAlphabet('0123456789', 4);
/** What a parcel would be looked for by. */
export const newTrackingNumber = customAlphabet('0123456789', 20);
