/** What an integer column holds at most on PostgreSQL. SQLite would keep more, and could then not be moved there. */
export const LARGEST_INTEGER = 2 ** 31 - 1;
