/** A request about a person, checked field by field. */
import { z } from 'zod';
import type { PersonQuery } from '../domain/erase/person.ts';
import { type QueryReading, readEmail, readLeadId, readPhone } from '../domain/erase/read-query.ts';
import { fieldProblems } from './field-problems.ts';
import { type FieldProblem, Problem } from './problem.ts';

const WAYS = { email: readEmail, phone: readPhone, leadId: readLeadId } as const;

const named = {
  email: z.string().max(1_000).exactOptional(),
  phone: z.string().max(100).exactOptional(),
  leadId: z.string().max(100).exactOptional(),
};

const person = z.strictObject(named);
const erasing = z.strictObject({ ...named, dryRun: z.boolean().default(false), proof: z.boolean().default(true) });

export interface EraseRequest {
  query: PersonQuery;
  dryRun: boolean;
  /** Whether the database is searched afterwards. */
  proof: boolean;
}

/** @throws Problem `invalid-person`, naming each field */
export function readErase(value: unknown): EraseRequest {
  const { data, error } = erasing.safeParse(value);
  if (!data) throw invalid(fieldProblems(error, 'email'));
  const { dryRun, proof, ...ways } = data;
  return { query: queryOf(ways), dryRun, proof };
}

/** @throws Problem `invalid-person`, naming each field */
export function readPersonRequest(value: unknown): PersonQuery {
  const { data, error } = person.safeParse(value);
  if (!data) throw invalid(fieldProblems(error, 'email'));
  return queryOf(data);
}

function queryOf(ways: z.output<typeof person>): PersonQuery {
  const given = Object.entries(ways) as [keyof typeof WAYS, string][];
  const [only] = given;
  if (!only || given.length > 1) throw invalid([{ field: 'email', message: 'Give one of email, phone and leadId.' }]);
  const [way, text] = only;
  const reading: QueryReading = WAYS[way](text);
  if (!reading.ok) throw invalid([{ field: reading.field, message: reading.message }]);
  return reading.query;
}

function invalid(errors: FieldProblem[]): Problem {
  return new Problem('invalid-person', { errors });
}
