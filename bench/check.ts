/** What `nearmiss check` costs in CPU time, start of Node included, against a Node that starts and does nothing. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../src/scenario/package-root.ts'
import type { Bench } from './index.ts'

const ROUNDS = 5
const BIN = join(packageRoot(), 'bin/nearmiss.js')

/** A module that a process loads first: it tells at the end what CPU time it has taken, µs. */
const TELL =
  'data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stderr.write(`${user+system}`)})'

/** The least of some rounds, ms: what else runs on the machine only adds. */
const cpuOf = (...args: string[]): number => {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', TELL, ...args], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
    return Number(stderr.slice(stderr.search(/\d+$/))) / 1000
  })
  return Math.min(...rounds)
}

export const bench = (): Bench => {
  const node = cpuOf('-e', '0')
  const check = cpuOf(BIN, 'check', join(packageRoot(), 'scenarios/snow-skid-near-collision.yaml'))
  return {
    name: 'check',
    figures: {
      check_cpu_ms: { value: check, unit: 'ms' },
      node_start_cpu_ms: { value: node, unit: 'ms' },
      check_over_node_start: { value: check / node, unit: 'ratio' },
    },
  }
}
