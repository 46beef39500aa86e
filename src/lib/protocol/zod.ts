/**
 * zod as pages may have it: their policy forbids what is compiled at run time, and a browser reports each attempt. A schema
 * asks when it is made, so this comes before the first one. A server may compile, and reads twice as fast.
 */
import { z } from 'zod';

z.config({ jitless: !('process' in globalThis) });

export { z };
