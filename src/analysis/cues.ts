import type { Family } from '../contracts/routing.ts'

/** What one word says about the request it stands in. */
export interface Cue {
  readonly families: readonly (readonly [family: Family, weight: number])[]
  /** How much it speaks for hard work; 1 = as much as "prove". */
  readonly hard: number
  /** It narrows what counts as a right answer. */
  readonly constraint: boolean
  /** It may be the first word of a phrase that is a cue itself. */
  readonly opensPhrase: boolean
}

const NOTHING: Cue = { families: [], hard: 0, constraint: false, opensPhrase: false }

type Subject = Family | 'hard' | 'constraint'

/** Letters of a word that a stem holds. */
export const STEM = 6

/**
 * Whole words, in lower case; `two_words` are a phrase, and `refact*` is every longer word that begins with these six
 * letters. A weight of 2.5 names a family almost alone; 0.5 needs company, since such a word is common in other work too.
 */
const WORDS: readonly (readonly [subject: Subject, weight: number, words: string])[] = [
  [
    'code',
    2.5,
    `python javascript typescript java kotlin golang php perl haskell cpp csharp sql mysql postgres postgresql
    sqlite html css regex regexp bash powershell numpy pandas django flask fastapi angular nodejs npm webpack docker
    dockerfile kubernetes kubectl terraform nginx git github api apis json yaml xml refact* compile compiler compiles
    debug debugg* codebase backend frontend stacktrace segfault pytest malloc mutex middleware async asyncio websocket
    microservice microservices pseudocode subquery stdout stderr stdin stack_trace null_pointer unit_test unit_tests
    pull_request rate_limiter linked_list binary_search hash_map hash_table source_code shell_script race_condition
    data_structure merge_sort quellcode progra* програ* код функцию функция скрипт كود`,
  ],
  [
    'code',
    1,
    `code coding function functions algorithm algorithms program programs programming programme script bug bugs array
    arrays loop recursion recursive implement implem* database schema query parser parse library framework endpoint
    endpoints server cache deploy software developer syntax exception linux unix cli queue thread threads concurrency
    distributed scalable boolean integer pointer struct iterator callback runtime repository commit deadlock rust ruby
    swift react vue scala test_cases edge_cases funktion algorithmus algorithme algoritmo programação función função
    funzione fonction алгоритм برنامج`,
  ],
  [
    'code',
    0.4,
    'class method string object return import list sort tree graph input output file error variable',
  ],
  [
    'math',
    2.5,
    `theorem lemma integral derivative derivatives eigenvalue eigenvalues polynomial quadratic trigonometry logarithm
    calculus algebra arithmetic sqrt frac cdot mathbb infty irrational modulo factorial determinant hypotenuse
    congruent equation equations inequality gleichung ableitung théorème équation dérivée intégrale ecuación derivada
    teorema equação equazione уравнение интеграл производную теорему prime_number prime_numbers square_root
    least_common greatest_common standard_deviation primzahl primzahlen nombres_premiers números_primos`,
  ],
  [
    'math',
    1.4,
    `prove proof calculate compute solve sum product probability percent percentage fraction triangle circle radius
    perimeter matrix how_many how_much remainder divided multiply divisible integers berechne wahrscheinlichkeit
    wie_viele wie_viel beweise calcule calculer combien probabilité démontre démontrer prouve calcula calcular cuántos
    cuántas probabilidad demuestra demostrar probabilidade quantos quantas demonstre calcola quanti quante dimostra
    докажи докажите вычисли вычислите сколько احسب`,
  ],
  [
    'math',
    0.5,
    'total each average twice speed distance per area volume number numbers equal equals cost ratio minutes hours',
  ],
  [
    'reasoning',
    2.5,
    `riddle riddles puzzle puzzles logically syllogism deduce paradox sudoku counterfactual step_by river_crossing
    logikrätsel rätsel énigme acertijo enigma indovinello загадка`,
  ],
  [
    'reasoning',
    1.2,
    `logic reason reasoning infer conclude conclusion assume hypothesis trade-offs tradeoffs pros_and strategy
    strategic evaluate argument implications analyze analyse analysis compare critique plan optimal constraints
    contradiction truthful lying liar knights analysiere vergleiche analysez comparez analiza compara analise analizza
    confronta проанализируй сравни`,
  ],
  ['reasoning', 0.5, 'if then therefore because either neither why design decide consider'],
  [
    'knowledge',
    1.4,
    `capital president history historical geography invented discovered population definition
    define explain hauptstadt erkläre erklären capitale explique expliquer explica explicar spiega
    столица столицу объясни عاصمة`,
  ],
  [
    'knowledge',
    0.9,
    `what_is what_are who_is who_was who_wrote when_did when_was where_is which_of tell_me was_ist
    wer_ist wer_war wann_war wo_liegt est-ce_que quelle_est quel_est qui_est qué_es cuál_es
    quién_es quién_fue o_que qual_é quem_foi che_cosa chi_è qual_è что_такое кто_такой`,
  ],
  [
    'knowledge',
    0.7,
    `what who when where which why describe wer wann welche warum qui quand où pourquoi quel quelle qué quién cuándo
    dónde cuál quem quando onde qual dove perché кто когда где почему какой science physics biology chemistry medicine
    disease economy country war century religion law ما من`,
  ],
  [
    'writing',
    2.5,
    `poem poems haiku sonnet limerick lyrics novel essay screenplay storyt* slogan tagline headline cover_letter
    blog_post short_story love_letter gedicht aufsatz poème rédige rédigez poema cuento ensayo redacta redação conto
    poesia racconto saggio стихотворение стих сочинение قصيدة`,
  ],
  [
    'writing',
    1.2,
    `write draft compose rewrite story stories letter email e-mail article blog paragraph caption creative character
    dialogue speech birthday invitation newsletter tweet song joke jokes persuasive schreibe schreib verfasse geschichte
    écris écrivez rédiger lettre histoire escribe escribir carta historia escreva escrever scrivi scrivere lettera
    напиши письмо рассказ اكتب`,
  ],
  [
    'extract',
    2.5,
    `transl* summar* tldr proofread paraphrase classify extract categorize categorise sentiment überse* fasse_diesen
    zusammenfassung zusammenfassen korrigiere klassifiziere tradui* résume résumer résumez résumé corrige corrigez
    extrais traduc* traduz* tradur* resumir resumen resume_el resume_este extrae resuma resumo riassumi riassunto
    correggi estrai переве* перевод резюмируй ترجم لخص अनुवाद`,
  ],
  [
    'extract',
    1,
    `correct grammar spelling rephrase reword shorten simplify bullet_points key_points following_text text_below
    into_english into_french into_spanish into_german to_english to_french to_german to_spanish zusammen synonyms
    named_entities`,
  ],
  [
    'chat',
    2.5,
    `hi hello hey thanks thank thx goodbye bye howdy greetings hallo guten moin danke tschüss servus bonjour salut
    merci bonsoir hola gracias buenos buenas adiós olá obrigado obrigada oi ciao grazie buongiorno привет спасибо
    здравствуйте hej merhaba cześć dzięki namaste नमस्ते مرحبا شكرا שלום how_are nice_to good_morning good_night see_you`,
  ],
  [
    'chat',
    1.2,
    `feel feeling feelings lonely sad happy bored tired sorry friend friends girlfriend boyfriend weekend cool lol haha
    ok okay let_me advice dinner lunch reunion concert hobby favorite favourite wie_geht ça_va cómo_estás come_stai
    tudo_bem как_дела`,
  ],
  [
    'hard',
    1,
    `prove proof derive rigorous rigorously deadlock race_condition distributed consensus concurrency lock-free
    architecture architect fault-tolerant scalable optimize optimise optimizing optimization optimisation np-hard
    asymptotic irrational theorem refact* vulnerability cryptographic compiler undecidable memory_leak rate_limiter
    debug debugg* beweise optimiere architektur démontre démontrer prouve demuestra demostrar optimiza arquitectura
    arquitetura demonstre dimostra ottimizza докажи докажите оптимизируй архитектуру`,
  ],
  [
    'hard',
    0.55,
    `design implement implem* algorithm complexity analyze analyse evaluate trade-offs tradeoffs derivative integral
    differential equation equations eigenvalues probability recursive dynamic_programming migrate migration performance
    scheduler threads transaction security comprehensive detailed in-depth step_by critique strategy simulate simulation
    puzzle riddle logic constraints quantum edge_cases entwirf analysiere conçois analysez diseña projete progetta
    разработай спроектируй реализуй`,
  ],
  [
    'constraint',
    1,
    `must should exactly only without unless except ensure at_least at_most no_more each every avoid never always
    requirement requirements constraint constraints supports handles including muss müssen genau ohne mindestens
    höchstens außer doit exactement sans moins sauf debe exactamente sin menos salvo deve esattamente senza должен
    ровно без`,
  ],
]

/** The lists above by whole word or `two_words`. */
export const cues: ReadonlyMap<string, Cue> = tabulate((key) => !key.endsWith('*'))

/** The stems of the lists above, without their `*`. */
export const stems: ReadonlyMap<string, Cue> = tabulate((key) => key.endsWith('*'))

function tabulate(belongs: (key: string) => boolean): Map<string, Cue> {
  const table = new Map<string, Cue>()
  for (const [subject, weight, words] of WORDS) {
    for (const key of words.split(/\s+/).filter(belongs)) {
      const word = key.replace('*', '')
      table.set(word, extend(table.get(word) ?? NOTHING, subject, weight))
      const head = key.slice(0, key.indexOf('_'))
      if (key.includes('_')) table.set(head, { ...(table.get(head) ?? NOTHING), opensPhrase: true })
    }
  }
  return table
}

function extend(cue: Cue, subject: Subject, weight: number): Cue {
  if (subject === 'hard') return { ...cue, hard: Math.max(cue.hard, weight) }
  if (subject === 'constraint') return { ...cue, constraint: true }
  return { ...cue, families: [...cue.families, [subject, weight]] }
}
