import Dexie from 'dexie';
import type { Disk } from './disk.ts';
import { IndexedDbDisk } from './disk-indexeddb.ts';
import { InMemoryDisk } from './disk-memory.ts';
import { MemoryDexie } from './memory/memory-dexie.ts';

/** Which Dexie the product's storage was loaded with. */
export const isInMemory = (Dexie as unknown) === MemoryDexie;

/** An empty disk for the Dexie that is loaded. */
export const newDisk = (): Disk => (isInMemory ? new InMemoryDisk() : new IndexedDbDisk());
