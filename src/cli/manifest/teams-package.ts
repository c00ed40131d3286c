/** The Teams app package: a zip of the manifest and its two icons, side by side. */
import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';

const ICONS = new URL('../../../manifests/teams/', import.meta.url);

/** So that the same manifest gives the same bytes; the earliest that a zip can say. */
const MADE_AT = new Date(1980, 0, 1);

export async function packTeamsApp(manifest: object): Promise<Uint8Array> {
  return zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
      'color.png': await readFile(new URL('color.png', ICONS)),
      'outline.png': await readFile(new URL('outline.png', ICONS)),
    },
    { mtime: MADE_AT },
  );
}
