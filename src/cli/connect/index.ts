import { claudeCode } from './claude-code.ts'
import type { Client } from './client.ts'
import { cline } from './cline.ts'
import { continueDev } from './continue-dev.ts'
import { env } from './env.ts'
import { openWebui } from './open-webui.ts'

/** Every client that can be told how to use the router. */
export const clients: readonly Client[] = [openWebui, claudeCode, cline, continueDev, env]
