/** Must be imported before fake-indexeddb and anything of the product. */
import { installTimeline } from './timeline.ts';

installTimeline();
