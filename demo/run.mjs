// Plain JavaScript on purpose: an old Node must be able to read this file to be told that it is too old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `The demo needs Node 22.18 or newer and this is ${process.versions.node}; "npm ci" brings the right one for "npm run demo".`,
  );
  process.exit(1);
}
const { runDemo } = await import('./run.ts');
await runDemo(process.argv.slice(2), process.env);
