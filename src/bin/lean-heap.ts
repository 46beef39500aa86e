import v8 from 'node:v8';

/**
 * On a machine with much memory Node lets the heap become several times what is in use before it clears away, which a register
 * of 100,000 rows is enough for: 308 MB without this, 270 MB with it, and no slower. Imported before anything else.
 */
v8.setFlagsFromString('--heap-growing-percent=30');
