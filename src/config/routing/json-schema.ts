/** The routing file's JSON Schema, for editors; published as docs/dibs.schema.json. */
import { z } from 'zod';
import { CUSTOM_FIELD } from './condition-schema.ts';
import { routingFile } from './file-schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

export function routingJsonSchema(): JsonSchema {
  return {
    title: 'Dibs routing file',
    description: 'Reps, pools and rules of Dibs. See docs/routing-file.md.',
    ...z.toJSONSchema(routingFile, {
      io: 'input',
      target: 'draft-7',
      override: ({ jsonSchema }) => joinKeys(jsonSchema),
    }),
  };
}

/**
 * A condition is known fields together with `custom.*` ones. As `allOf`, each half would refuse the keys of the other; as
 * properties beside patterns they are one object.
 */
function joinKeys(schema: JsonSchema): void {
  const [fields, custom] = schema.allOf ?? [];
  if (!fields || !custom?.propertyNames || !custom.additionalProperties) return;
  const patternProperties = { [CUSTOM_FIELD.source]: custom.additionalProperties };
  Object.assign(schema, fields, { patternProperties, minProperties: 1 });
  delete schema.allOf;
}
