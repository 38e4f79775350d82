import { readEnv } from '../config/env.ts';
import { runCli } from './run-cli.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  env: readEnv(),
  terminal: { say: (line) => console.log(line), complain: (line) => console.error(line) },
});
