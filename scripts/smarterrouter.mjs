#!/usr/bin/env node
// The command `smarterrouter`, which `npm link` puts on the path: runs on the project's own Node, whatever Node that path has.
import { join } from 'node:path'

process.argv.splice(2, 0, join(import.meta.dirname, '../src/main.ts'))
await import('./node.mjs')
