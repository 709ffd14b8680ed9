#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'))
const { main } = await import('./cli/index.ts')
await main(process.argv)
