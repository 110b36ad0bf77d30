/** Whom a run is about. */

/** The place among a scenario's actors of the one called ego, or else of the first. */
export const subjectIndex = (actors: readonly { readonly id: string }[]): number =>
  Math.max(
    0,
    actors.findIndex(({ id }) => id === 'ego'),
  )
