import { type Overrides } from '../../../server/deps.ts';
