/**
 * Who may speak to this server. On loopback: pages that this server served itself, named as loopback (a
 * foreign name that resolves to 127.0.0.1 is the DNS rebinding attack). On any other address: whoever has the
 * token, and again only pages of this server's own.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Guard {
  /** Why this request is refused, or null. */
  refusal(headers: IncomingHttpHeaders): string | null
  /** True when `token` opens this server, or none is due. */
  admits(token: string | undefined): boolean
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

export const isLoopback = (host: string): boolean => LOOPBACK.has(host)

const hostname = (host: string): string | null => {
  try {
    return new URL(`http://${host}`).hostname
  } catch {
    return null
  }
}

/** @param host address that the server listens on; @param token null: none is due. */
export const openGuard = (host: string, token: string | null): Guard => ({
  refusal: ({ host: asked, origin }) => {
    const name = hostname(asked ?? '')
    if (name === null) return 'The Host header is missing or broken.'
    if (isLoopback(host) && !LOOPBACK.has(name))
      return `This server answers as localhost only, not as '${name}'.`
    if (origin !== undefined && origin !== `http://${asked ?? ''}`)
      return `Pages of ${origin} may not use this server.`
    return null
  },
  admits: (given) => token === null || (given !== undefined && timingSafeEqual(digest(given), digest(token))),
})

/** The token of an `Authorization: Bearer ...` header. */
export const bearer = ({ authorization }: IncomingHttpHeaders): string | undefined =>
  /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]

// Equal lengths, so that the comparison takes the same time whatever was given.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
