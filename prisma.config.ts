// Tells the Prisma CLI where the schema is. The program itself never needs this file.
import { defineConfig } from 'prisma/config';

export default defineConfig({ schema: 'prisma/schema.prisma' });
