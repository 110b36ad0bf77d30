/** For the server's children: without a server there is nobody to work for. */
export const endWithServer = (): void => {
  process.on('disconnect', () => process.exit())
}
