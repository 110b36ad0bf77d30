/** The process that reads results. */
import { answerRemote } from './remote.ts'
import { openResults, type ResultFolders } from './results.ts'

answerRemote((folders: ResultFolders) => openResults(folders))
