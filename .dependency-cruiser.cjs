/** The import rule of docs/architecture.md: imports point only up this list. */
const rooms = [
  'math',
  'scenario',
  'road',
  'world',
  'criticality',
  'behaviour',
  'physics',
  'shape',
  'render',
  'sensors',
  'labels',
  'export',
  'run',
  'protocol',
  'cli',
]
const clientRooms = [
  'math',
  'scenario',
  'road',
  'world',
  'criticality',
  'shape',
  'render',
  'labels',
  'protocol',
]

const home = (name, library, where) => ({
  name: `home-of-${name}`,
  severity: 'error',
  from: { path: '^(src|server|client)/', pathNot: where },
  to: { path: `node_modules/(${library})(/|$)` },
})

module.exports = {
  forbidden: [
    ...rooms.map((room, i) => ({
      name: `${room}-imports-up-only`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${rooms.slice(i + 1).join('|') || 'nothing'})/` },
    })),
    ...[
      ['physics', 'render|sensors'],
      ['render', 'physics|sensors'],
      ['sensors', 'physics|render'],
    ].map(([a, b]) => ({
      name: `${a}-meets-others-only-in-world-state`,
      severity: 'error',
      from: { path: `^src/${a}/` },
      to: { path: `^src/(${b})/` },
    })),
    {
      name: 'src-knows-no-server-or-client',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(server|client)/', pathNot: '^server/index' },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^client/' },
    },
    {
      name: 'client-knows-no-server',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/' },
    },
    {
      name: 'client-rooms',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: `^src/(?!(${clientRooms.join('|')})/)`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'client-without-node',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^src/render/node/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    home('yaml', 'yaml', '^src/scenario/'),
    home('zod', 'zod', '^src/(scenario|protocol)/'),
    home('saxes', 'saxes', '^src/scenario/opendrive/'),
    home('cannon', 'cannon-es', '^src/physics/'),
    home('babylon', '@babylonjs|babylonjs', '^(src/render|client)/'),
    home('codecs', 'sharp|fast-png|@mcap|@foxglove|fflate|h264-mp4-encoder', '^src/export/'),
    home('http', 'express|socket\\.io|helmet|express-rate-limit', '^server/'),
    home('socket-client', 'socket\\.io-client', '^client/'),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
