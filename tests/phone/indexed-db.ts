/** Before all else: Dexie takes what is there when it is loaded first, and one worker runs many files. */
import 'fake-indexeddb/auto';
