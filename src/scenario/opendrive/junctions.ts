/** Junctions with their connections and priorities. */
import type { ConnectionSpec, JunctionSpec } from '../roads/road-network.ts'
import type { Element } from './xml.ts'

export const readJunctions = (root: Element): JunctionSpec[] =>
  root.all('junction').map((junction) => {
    const type = junction.word('type', 'default')
    if (type === 'virtual') junction.warn('a virtual junction is read, but traffic does not turn off in it')
    return {
      id: junction.word('id'),
      name: junction.word('name'),
      connections: junction.all('connection').flatMap(readConnection),
      priorities: junction
        .all('priority')
        .map((p) => ({ high: p.word('high'), low: p.word('low') }))
        .filter(({ high, low }) => high !== '' && low !== ''),
    }
  })

/** A direct junction names the road itself where others name a connecting road. */
const readConnection = (connection: Element): ConnectionSpec[] => {
  const road = connection.word('connectingRoad', connection.word('linkedRoad'))
  const from = connection.word('incomingRoad')
  if (road === '' || from === '') {
    connection.warn('a connection without an incoming and a connecting road is left out')
    return []
  }
  return [
    {
      ...{ id: connection.word('id'), from, road },
      contact: connection.word('contactPoint') === 'end' ? 'end' : 'start',
      lanes: connection.all('laneLink').map((link) => ({ from: link.number('from'), to: link.number('to') })),
    },
  ]
}
