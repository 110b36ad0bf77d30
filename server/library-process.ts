/** The scenario library behind a process of its own. */
import type { Library, LibraryFolders } from './library.ts'
import { openRemote } from './remote.ts'
import { besides } from './worker-process.ts'

export const openLibraryProcess = (folders: LibraryFolders): Library => {
  const { ask, close } = openRemote('the library', besides('library-worker', import.meta.url), folders)
  return {
    list: () => ask('list'),
    text: (name) => ask('text', name),
    check: (request) => ask('check', request),
    save: (name, request) => ask('save', name, request),
    resolve: (request) => ask('resolve', request),
    language: () => ask('language'),
    close,
  }
}
