import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EnvironmentOptions, Plugin, Rolldown, UserConfig, ViteBuilder } from 'vite';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const WIDGET_FOLDER = 'dist/widget';
const BROWSER_TARGET = 'es2022';
/** The first browsers that know `light-dark()`: for older ones the build would rewrite it into twice the size. */
const STYLE_TARGET = ['chrome123', 'safari17.5', 'firefox120'];

/** The script that a site pastes. A classic script, so that it runs without `type="module"` and without CORS. */
const loader: EnvironmentOptions = {
  consumer: 'client',
  build: {
    outDir: WIDGET_FOLDER,
    // The panel is built first, into the same folder.
    emptyOutDir: false,
    copyPublicDir: false,
    target: BROWSER_TARGET,
    rolldownOptions: {
      input: { widget: 'widget/loader.ts' },
      output: { format: 'iife', entryFileNames: '[name].js' },
    },
  },
};

/**
 * Vite wraps each dynamic import in a preloader of style sheets and chunks, which writes `<link>` elements into the
 * host page. The widget has neither: its wrapper only tries again what could not be fetched.
 */
const plainImports: Plugin = {
  name: 'goodturn:plain-imports',
  enforce: 'pre',
  load(id) {
    if (id !== '\0vite/preload-helper.js') return null;
    const wrapper = JSON.stringify(resolve('widget/import-part.ts'));
    return `export { importPart as __vitePreload } from ${wrapper};`;
  },
};

/** Custom properties that only the widget's own sheets name. What a site may set keeps its name. */
const shortNames: Plugin = {
  name: 'goodturn:short-names',
  enforce: 'post',
  transform(code, id) {
    if (!id.endsWith('.css?inline')) return null;
    return code.replace(/--(?!goodturn-)([a-z-]+)/g, (_, name: string) => `--${shortNameOf(name)}`);
  },
};

const privateNames: string[] =
  readFileSync('widget/styles/tokens.css', 'utf8').match(/(?<=^ {2}--)[a-z-]+(?=:)/gm) ?? [];

function shortNameOf(name: string): string {
  const index = privateNames.indexOf(name);
  if (index < 0) throw new Error(`widget/styles/tokens.css does not define --${name}.`);
  return index.toString(36);
}

/** What the loader fetches on demand: ES modules under hashed names, cacheable for ever. */
const panel: EnvironmentOptions = {
  consumer: 'client',
  build: {
    outDir: WIDGET_FOLDER,
    copyPublicDir: false,
    target: BROWSER_TARGET,
    cssTarget: STYLE_TARGET,
    // A preload link would be an element in the host page that its policy did not ask for.
    modulePreload: false,
    rolldownOptions: {
      input: { interface: 'widget/interface.tsx' },
      // The loader calls what the entry exports; by default an application's entry loses its exports.
      preserveEntrySignatures: 'allow-extension',
      output: {
        // Six characters tell releases apart, and nothing packs them: every visitor loads each name.
        entryFileNames: '[name]-[hash:6].js',
        chunkFileNames: '[name]-[hash:6].js',
        // What the parts share stays with the entry: a chunk of its own would be one more request before the panel can
        // be used.
        codeSplitting: { groups: [{ name: 'interface', test: /\/widget\/interface\.tsx$/ }] },
      },
    },
  },
};

/** Dependencies stay in node_modules: two of them are native, and operators can see and patch them there. */
const server: EnvironmentOptions = {
  consumer: 'server',
  resolve: { external: true, noExternal: [] },
  build: {
    outDir: 'dist/server',
    copyPublicDir: false,
    target: 'node22',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { start: 'server/start.ts', goodturn: 'server/cli/main.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** Everything that `npm start` needs. The server comes last: its file is the sign that the build is whole. */
async function buildApp(builder: ViteBuilder): Promise<void> {
  const panelChunks = await buildChunks(builder, 'panel');
  const entry = panelChunks.find((chunk) => chunk.isEntry);
  if (!entry) throw new Error('The panel has no entry file.');
  const loaderEnvironment = builder.environments['loader'];
  if (!loaderEnvironment) throw new Error('The loader is not configured.');
  // Only now is the hash known that the loader has to fetch.
  loaderEnvironment.config.define = { __PANEL_FILE__: JSON.stringify(entry.fileName) };
  const loaderChunks = await buildChunks(builder, 'loader');
  writeManifest([...loaderChunks, ...panelChunks], entry);
  await buildChunks(builder, 'server');
}

async function buildChunks(builder: ViteBuilder, name: string): Promise<Rolldown.OutputChunk[]> {
  const environment = builder.environments[name];
  if (!environment) throw new Error(`There is no environment ${name} to build.`);
  const result = await builder.build(environment);
  if (!('output' in result)) throw new Error(`The build of ${name} has no single output.`);
  return result.output.filter((file) => file.type === 'chunk');
}

type WidgetFile = {
  /** Name beside `manifest.json`. */
  file: string;
  /** Subresource integrity, `sha384-…`. */
  integrity: string;
  bytes: number;
  role: 'loader' | 'interface' | 'chunk' | 'qr';
  /** Whether it is loaded before the panel can be used. */
  initial: boolean;
};

/** `manifest.json` lists every script of the widget, for strict policies, size checks and the server's routes. */
function writeManifest(chunks: Rolldown.OutputChunk[], entry: Rolldown.OutputChunk): void {
  const initialFiles = staticClosure(chunks, entry);
  const files = chunks.map((chunk): WidgetFile => {
    const content = readFileSync(join(WIDGET_FOLDER, chunk.fileName));
    const role = roleOf(chunk, entry);
    return {
      file: chunk.fileName,
      integrity: `sha384-${createHash('sha384').update(content).digest('base64')}`,
      bytes: content.byteLength,
      role,
      initial: role === 'loader' || initialFiles.has(chunk.fileName),
    };
  });
  writeFileSync(join(WIDGET_FOLDER, 'manifest.json'), `${JSON.stringify({ files }, null, 2)}\n`);
}

function roleOf(chunk: Rolldown.OutputChunk, entry: Rolldown.OutputChunk): WidgetFile['role'] {
  if (chunk === entry) return 'interface';
  if (chunk.isEntry) return 'loader';
  return chunk.moduleIds.some((id) => id.includes('/lean-qr/')) ? 'qr' : 'chunk';
}

/** The entry and all that it imports without waiting for a gesture. */
function staticClosure(chunks: Rolldown.OutputChunk[], entry: Rolldown.OutputChunk): Set<string> {
  const found = new Set<string>();
  const open = [entry.fileName];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(chunks.find((chunk) => chunk.fileName === name)?.imports ?? []));
  }
  return found;
}

const POSTGRES = 'test/support/postgres.ts';
const BUILD = 'test/support/build.ts';
const CHROMIUM = 'test/support/chromium.ts';

const DOM_TESTS = ['test/widget/**/*.test.{ts,tsx}'];
const DATABASE_TESTS = [
  'test/{storage,http,jobs,races,properties,pages,cli}/**/*.test.ts',
  'test/support-check/databases.test.ts',
];
const SIMULATION_TESTS = ['test/simulation/**/*.test.ts'];
const PROCESS_TESTS = ['test/{process,prove}/**/*.test.ts'];
/** Nothing here should take a second; on a machine that is busy with other things it may take twenty times as long. */
const LOADED_MS = 20_000;
const BROWSER_TESTS = ['test/browser/**/*.test.ts', 'test/support-check/chromium.test.ts'];

/**
 * One project per thing that a test needs to be there. Real processes and browsers come after the rest and one file
 * at a time, so that their time limits measure the product and not the load of the machine.
 */
const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'unit',
      include: ['test/**/*.test.ts'],
      exclude: [...DOM_TESTS, ...DATABASE_TESTS, ...SIMULATION_TESTS, ...PROCESS_TESTS, ...BROWSER_TESTS],
      testTimeout: LOADED_MS,
    },
  },
  {
    extends: true,
    test: { name: 'dom', include: DOM_TESTS, environment: 'happy-dom', testTimeout: LOADED_MS },
  },
  {
    extends: true,
    test: {
      name: 'database',
      include: DATABASE_TESTS,
      globalSetup: [POSTGRES],
      testTimeout: LOADED_MS,
      hookTimeout: 30_000,
    },
  },
  { extends: true, test: { name: 'simulation', include: SIMULATION_TESTS, testTimeout: 300_000 } },
  {
    extends: true,
    test: {
      name: 'process',
      include: PROCESS_TESTS,
      globalSetup: [BUILD, POSTGRES],
      testTimeout: 120_000,
      hookTimeout: 60_000,
      fileParallelism: false,
      sequence: { groupOrder: 1 },
    },
  },
  {
    extends: true,
    test: {
      name: 'browser',
      include: BROWSER_TESTS,
      globalSetup: [BUILD, POSTGRES, CHROMIUM],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      fileParallelism: false,
      sequence: { groupOrder: 2 },
    },
  },
];

const build: UserConfig = {
  plugins: [plainImports, shortNames],
  environments: { loader, panel, server },
  builder: { buildApp },
};

export default defineConfig(({ command }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Vitest serves; it has no use for the environments of the build.
  ...(command === 'build' ? build : {}),
  test: {
    projects,
    maxWorkers: 2,
    // A forgotten `.only` would hide every other test.
    allowOnly: false,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
}));
