import { inject } from 'vitest';

process.env.TEST_POSTGRES = inject('postgres');
process.env.TEST_POSTGRES_TEMPLATE = inject('template');
