import { findScript, readScript } from './host/find-script.ts';
import { startLoader } from './start-loader.ts';

// Set by the build to the hashed name of the interface chunk, which lies beside this script.
declare const __PANEL_FILE__: string;

try {
  const script = findScript(document);
  if (script) {
    const settings = readScript(script);
    startLoader(settings, async () => import(/* @vite-ignore */ new URL(__PANEL_FILE__, settings.base).href));
  }
} catch (error) {
  // A guest never breaks the page it visits.
  console.warn('goodturn:', error);
}
