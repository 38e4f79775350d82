// Plain JavaScript on purpose: an old Node must be able to read this file to be told that it is too old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`The demo shop needs Node 22.18 or newer and this is ${process.versions.node}.`);
  process.exit(1);
}
const { serveFromEnvironment } = await import('./serve.ts');
await serveFromEnvironment(process.env);
