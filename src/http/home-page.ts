import type { BackendState, Catalog } from '../contracts/model.ts'
import type { HttpSettings, Readiness } from './endpoint.ts'

export interface HomeState {
  readonly settings: HttpSettings
  readonly readiness: Readiness
  readonly catalog: Catalog
  /** Whether the visitor may see where the backends are. */
  readonly isAdmin: boolean
  /** As the visitor's browser reached us. */
  readonly origin: string
}

/** The page at `/`: what is there, and the next thing to do. Everything from outside is escaped. */
export function homePage({ settings, readiness, catalog, isAdmin, origin }: HomeState): string {
  const name = html(settings.externalName)
  const base = html(`${origin}/v1`)
  const state = readiness.ready ? ready(catalog) : notReady(readiness, catalog)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SmarterRouter</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>SmarterRouter <small>${html(settings.version)}</small></h1>
${state}
${settings.homePart?.html ?? ''}
${isAdmin ? backendTable(catalog.backends) : ''}
<h2>Connect a client</h2>
<p>Base URL <code>${base}</code>, model <code>${name}</code>, any API key${settings.apiKey === undefined ? '' : ' that you have set as <code>ROUTER_API_KEY</code>'}.</p>
<pre>curl ${base}/chat/completions \\
  -H 'content-type: application/json' \\
  -d '{"model": "${name}",
       "messages": [{"role": "user", "content": "Hello!"}]}'</pre>
</main>
${settings.homePart === undefined ? '' : `<script type="module">${settings.homePart.script}</script>`}
</body>
</html>
`
}

function ready({ models }: Catalog): string {
  const count = models.size === 1 ? 'One model is' : `${models.size} models are`
  return `<p class="good">${count} ready. Each request goes to the one that fits it best; the headers <code>x-router-model</code> and <code>x-router-reason</code> of every answer say which and why.</p>`
}

function notReady({ reason }: Readiness, { backends }: Catalog): string {
  const steps = backends.length === 0 ? FIRST_STEPS : CHECKS
  return `<p class="bad">${html(reason)}</p>
<h2>What to do</h2>
<ol>${steps}</ol>`
}

const FIRST_STEPS = `
<li>Start a model server on this machine, for example <a href="https://ollama.com">Ollama</a>, and give it a model: <code>ollama pull llama3.2</code>. It is found by itself within a minute.</li>
<li>Or name the servers you have in <code>smarterrouter.yaml</code> beside the program, and start it again:
<pre>backends:
  - name: workstation
    kind: ollama            # or llama.cpp, or openai for everything else
    url: http://192.168.1.20:11434</pre></li>
<li>Or stop this router and try one without any model or GPU, in front of simulated backends: <code>npm start -- demo</code>.</li>`

const CHECKS = `
<li>See whether each backend runs and answers at its address from this machine.</li>
<li>A server that runs but has no model needs one, for example <code>ollama pull llama3.2</code>.</li>
<li>Otherwise mend the address or the key in <code>smarterrouter.yaml</code> and start the router again.</li>`

function backendTable(backends: readonly BackendState[]): string {
  if (backends.length === 0) return ''
  const rows = backends.map(
    ({ name, kind, url, up, problem, models }) =>
      `<tr><td>${html(name)}</td><td>${html(kind)}</td><td>${html(url)}</td><td>${models}</td><td>${up ? 'up' : html(`down: ${problem ?? 'no answer'}`)}</td></tr>`,
  )
  return `<h2>Backends</h2>
<table>
<thead><tr><th>Name</th><th>Kind</th><th>Address</th><th>Models</th><th>State</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table>`
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #b35900 }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem }
h1 { font-size: 1.6rem } h1 small { font-size: .9rem; font-weight: normal; opacity: .7 }
h2 { font-size: 1.1rem; margin-top: 2rem }
pre, code { font: 0.9em/1.45 ui-monospace, monospace } p code { white-space: nowrap }
pre { border: 1px solid var(--line); border-radius: 6px; padding: .8rem; overflow-x: auto }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 20rem } th { white-space: nowrap }
.good, .bad { border-left: 4px solid; padding: .2rem .8rem } .good { border-color: var(--good) } .bad { border-color: var(--bad) }
`
