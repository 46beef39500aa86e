import PouchDB from 'pouchdb/dist/pouchdb.js';

// Its plugin for queries looks for it here.
globalThis.PouchDB = PouchDB;
export default PouchDB;
