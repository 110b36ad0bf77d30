/**
 * A mistake of the user's that has no place in a file (a folder that exists already, a port in use): its
 * message is all that is shown, and the command exits with 1. What has a place is a Diagnostic.
 */
export class UserError extends Error {
  override name = 'UserError'
}
