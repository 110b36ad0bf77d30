/**
 * The token of a server that listens beyond loopback: it stands in the address that the server printed. Kept
 * for this tab, and taken out of the address, so that a copied link does not give it away.
 */
const KEY = 'nearmiss-token'

const take = (): string | null => {
  const address = new URL(location.href)
  const given = address.searchParams.get('token')
  if (given !== null) {
    sessionStorage.setItem(KEY, given)
    address.searchParams.delete('token')
    history.replaceState(null, '', address)
  }
  return sessionStorage.getItem(KEY)
}

export const token = take()
