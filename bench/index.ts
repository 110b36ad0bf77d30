/** Benchmarks: CPU time, as ratios against a stated baseline measured in the same run. One file a subject. */

export interface Bench {
  readonly name: string
  readonly figures: Readonly<Record<string, { readonly value: number; readonly unit: string }>>
}

export const BENCHES: Readonly<
  Record<string, { readonly draws: boolean; readonly run: () => Promise<Bench> }>
> = {
  physics: { draws: false, run: async () => (await import('./physics.ts')).bench() },
  criticality: { draws: false, run: async () => (await import('./criticality.ts')).bench() },
  scenario: { draws: false, run: async () => (await import('./scenario.ts')).bench() },
  check: { draws: false, run: async () => (await import('./check.ts')).bench() },
  road: { draws: false, run: async () => (await import('./road.ts')).bench() },
  lidar: { draws: false, run: async () => (await import('./lidar.ts')).bench() },
  stream: { draws: false, run: async () => (await import('./stream.ts')).bench() },
  render: { draws: true, run: async () => (await import('./render.ts')).bench() },
  export: { draws: true, run: async () => (await import('./export.ts')).bench() },
}
