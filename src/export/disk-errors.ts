/** What the disk refuses is not a fault of the programme: it is told to the user in words. */
import { UserError } from '../scenario/index.ts'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENOENT: 'it was removed meanwhile',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  ENAMETOOLONG: 'the name is too long',
}

/** The operating system's code of an error, '' when it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** A UserError that says why the disk refused; an error of any other kind as it is. */
export const explained = (what: string, error: unknown): unknown => {
  const code = codeOf(error)
  return Object.hasOwn(REASONS, code) ? new UserError(`${what}: ${REASONS[code]}`) : error
}
