/** Forms for tests, made as the routing file makes them. */
import { parseRoutingFile } from '../../src/config/routing/parse-routing-file.ts';
import { formatProblems } from '../../src/config/routing/problem.ts';
import type { Form } from '../../src/domain/forms/form.ts';

const REST = `version: 1
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example }
pools:
  - { id: world, strategy: cherry-pick, channels: { slack: "#world" }, members: [ana] }
rules:
  - { name: Everyone, then: { pool: world } }
`;

/** A small routing file with these forms. @param forms YAML: a list, indented by two spaces */
export function fileWithForms(forms: string): string {
  return `${REST}forms:\n${forms}\n`;
}

/** @throws Error with what is wrong with them */
export function formsOf(yaml: string): Form[] {
  const parsed = parseRoutingFile(fileWithForms(yaml));
  if (!parsed.ok) throw new Error(formatProblems('forms', parsed.problems));
  return parsed.ruleset.forms ?? [];
}

/** The only one. */
export function formOf(yaml: string): Form {
  const [form] = formsOf(yaml);
  if (!form) throw new Error('no form');
  return form;
}

/** A form with a field of every kind, in English and German. */
export const EVERY_KIND = `  - id: full
    languages: [en, de]
    title: { en: Talk to us, de: Sprechen Sie mit uns }
    fields:
      - { field: firstName, required: true }
      - lastName
      - { field: email, required: true }
      - { field: phone, help: { en: With the country code., de: Mit Landesvorwahl. } }
      - website
      - { field: employees, required: true }
      - country
      - postalCode
      - { field: product, options: [basic, { value: pro, label: { en: The good one, de: Das gute } }] }
      - { field: custom.seats, kind: number, label: { en: Seats, de: Plätze } }
      - { field: custom.terms, kind: checkbox, required: true, label: { en: I agree, de: Einverstanden } }
      - { field: custom.plan, kind: hidden, query: plan }
      - { field: custom.place, kind: hidden, value: landing-a }
      - { field: message, required: true }
    consent:
      text: { en: "You may write to me. [Privacy](https://acme.example/privacy)", de: Sie dürfen mir schreiben. }
      required: true
    country: ES
    campaign: spring`;
