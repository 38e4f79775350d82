/**
 * What its owner is told of a gift card that is kept back after a return, in the widget and on its claim page alike.
 * English, in which both have the same words beside it: "On hold".
 */
export const ON_HOLD = 'The order behind it was returned, so it can’t be opened for now.';
