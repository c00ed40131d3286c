/** The tables of holidays are large; a file of its own, since other tests of this room ask for them. */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { fileWith } from '../routing/routing-files.ts';

const { cache } = createRequire(import.meta.url);
const isLoaded = () => Object.keys(cache).some((path) => path.includes('node_modules/date-holidays/'));

it('a routing file without holidays loads no table of them, one with holidays does', () => {
  expect(parseRoutingFile(fileWith({})).ok).toBe(true);
  expect(isLoaded()).toBe(false);
  const rep = '  - { id: ana, name: Ana Ruiz, email: ana@acme.example, holidays: ES }';
  expect(parseRoutingFile(fileWith({ 4: rep })).ok).toBe(true);
  expect(isLoaded()).toBe(true);
});
