/**
 * The process that reads the scenario library: loading fifty scenarios takes seconds in which nobody would get
 * a state, and whatever a posted text does to the loader stays in here.
 */
import { openLibrary, type LibraryFolders } from './library.ts'
import { answerRemote } from './remote.ts'

answerRemote((folders: LibraryFolders) => openLibrary(folders))
