import { ORIGIN } from '../support/harness-names.ts';
