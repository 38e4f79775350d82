import { apply } from './apply.ts';
import { auditExport } from './audit-export.ts';
import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import { batch } from './batch.ts';
import type { Command } from './command.ts';
import { explain } from './explain.ts';
import { importCustomers } from './import-customers.ts';
import { keysRotate } from './keys-rotate.ts';
import { programs } from './programs.ts';
import { reconcileCommand } from './reconcile.ts';
import { reissue } from './reissue.ts';
import { restored } from './restored.ts';
import { simulate } from './simulate.ts';
import { topup } from './topup.ts';
import { writeOff } from './write-off.ts';

/** Every command, in the order in which the usage lists them. */
export const COMMANDS: readonly Command[] = [
  apply,
  programs,
  explain,
  simulate,
  importCustomers,
  batch,
  topup,
  reissue,
  auditVerify,
  auditExport,
  keysRotate,
  backup,
  restored,
  reconcileCommand,
  writeOff,
];
