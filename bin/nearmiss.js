#!/usr/bin/env node
/** The command. In a checkout it builds first what is missing or old; an installed package is built already. */
import { build, isStale } from './build.js'

if (isStale()) build()
const { main } = await import('../dist/src/cli/main.js')
await main(process.argv)
