// Plain JavaScript on purpose: an old Node has to understand this file to be able to say what is wrong.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  const { runSandbox } = await import('./run.ts');
  await runSandbox();
} else {
  console.error(
    `The gift-card sandbox needs Node 22.18 or newer, and this is ${process.versions.node}: use "npm run sandbox", which brings its own.`,
  );
  process.exitCode = 1;
}
