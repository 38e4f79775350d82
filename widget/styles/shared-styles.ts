import base from './base.css?inline';
import controls from './controls.css?inline';
import tokens from './tokens.css?inline';

/** What every mode needs. */
export const sharedStyles = tokens + base + controls;
