/**
 * What its owner is told of a gift card whose purchase was taken back, in the widget and on its claim page alike.
 * English, in which both have the same words beside it: "On hold".
 */
export const ON_HOLD =
  'The order behind it was returned, cancelled or disputed, so it can’t be opened for now.';
