import { readFileSync } from 'node:fs'

interface TryPage {
  readonly html: string
  readonly script: string
}

/** A prompt to try, and what it is to show. */
interface Trial {
  readonly label: string
  readonly prompt: string
  readonly picture?: boolean
}

export const TRIALS: readonly Trial[] = [
  { label: 'Small talk', prompt: 'Hi! How are you today?' },
  {
    label: 'Hard work',
    prompt:
      'Prove that there are infinitely many prime numbers, then derive step by step a lower bound for how many there are below n, and analyse how tight it is.',
  },
  { label: 'Code', prompt: 'Write a Python function that parses an ISO 8601 date.' },
  { label: 'A picture', prompt: 'What do you see in this picture?', picture: true },
]

/** The part of the page at `/` that says that all is simulated and lets a person ask. */
export function tryPage(model: string): TryPage {
  const buttons = TRIALS.map(
    ({ label, prompt, picture = false }) =>
      `<button type="button" data-prompt="${prompt}" data-picture="${picture ? 'yes' : 'no'}">${label}</button>`,
  )
  return {
    html: `<style>${STYLE}</style>
<section id="demo" data-model="${model}">
<p class="bad"><strong>Demo: everything here is simulated.</strong> The three backends are small programs that speak the protocols of real servers. No model is running, and no answer means anything. What is real is the router: which model it chooses, why, and how long that takes.</p>
<h2>Try it</h2>
<p>${buttons.join(' ')}</p>
<form data-is="form">
<textarea data-is="prompt" rows="3" required aria-label="Your question">${TRIALS[0]?.prompt}</textarea>
<p><button data-is="send">Ask</button> <label><input type="checkbox" data-is="attach"> with this picture</label> <canvas data-is="picture" width="96" height="64" hidden></canvas></p>
</form>
<dl data-is="who"></dl>
<pre data-is="answer" aria-live="polite">The answer comes here, and above it the headers that say who gave it and why.</pre>
</section>`,
    script: readFileSync(new URL('./try-page.browser.js', import.meta.url), 'utf8'),
  }
}

const STYLE = `
#demo textarea { width: 100%; box-sizing: border-box; font: inherit } #demo button { font: inherit; padding: .3rem .8rem }
#demo dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .9em } #demo dd { margin: 0 }
#demo pre { white-space: pre-wrap; min-height: 5rem } #demo canvas { vertical-align: middle; border: 1px solid var(--line) }
`
