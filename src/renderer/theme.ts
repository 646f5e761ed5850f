/*
 * The look: ink on paper, one blue for action, amber waits, green is done, red only for what is wrong. Every pair of text
 * and ground below keeps WCAG AA in light and dark; a test computes it.
 */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** A colour of meaning: its ground when filled (white text stands on it), its text, and the soft ground of that text. */
export interface Meaning {
  readonly fill: string
  readonly fillHover: string
  readonly text: string
  readonly soft: string
  readonly softHover: string
}

export interface Palette {
  readonly paper: string
  readonly surface: string
  readonly head: string
  readonly hover: string
  readonly ink: string
  readonly dimmed: string
  readonly line: string
  readonly lineStrong: string
  /** The edge of a button or panel: seen, but quieter than a field's. */
  readonly edge: string
  /** What is cleared and what waits, as bars of a chart: no text stands on them. */
  readonly clearedBar: string
  readonly waitBar: string
  readonly action: Meaning
  readonly wait: Meaning
  readonly done: Meaning
  readonly wrong: Meaning
}

const light: Palette = {
  paper: '#f7f6f3',
  surface: '#ffffff',
  head: '#efede8',
  hover: '#f4f3ef',
  ink: '#1b2026',
  dimmed: '#545c66',
  line: '#e6e3dd',
  lineStrong: '#868b92',
  edge: '#cfcbc3',
  clearedBar: '#1f5fa6',
  waitBar: '#bd7d12',
  action: { fill: '#1f5fa6', fillHover: '#194e8a', text: '#1a5594', soft: '#e4edf8', softHover: '#d5e3f4' },
  wait: { fill: '#8a5a00', fillHover: '#734b00', text: '#7a4f00', soft: '#fbf0d9', softHover: '#f6e5c1' },
  done: { fill: '#1e6b3c', fillHover: '#185731', text: '#1b6136', soft: '#e3f1e8', softHover: '#d3e8da' },
  wrong: { fill: '#b3261e', fillHover: '#961f18', text: '#a3211a', soft: '#fae6e4', softHover: '#f5d6d3' },
}

const dark: Palette = {
  paper: '#14171b',
  surface: '#1a1e23',
  head: '#22272d',
  hover: '#20252b',
  ink: '#e3e6ea',
  dimmed: '#a3abb5',
  line: '#2b3138',
  lineStrong: '#7b848f',
  edge: '#3c444e',
  clearedBar: '#4c8ed6',
  waitBar: '#d39a3a',
  action: { fill: '#2a69b0', fillHover: '#3374bb', text: '#8fbdf2', soft: '#1d3046', softHover: '#243a55' },
  wait: { fill: '#8a5a00', fillHover: '#966407', text: '#e5b963', soft: '#352a14', softHover: '#42341a' },
  done: { fill: '#267a47', fillHover: '#22703f', text: '#84cc9f', soft: '#173021', softHover: '#1d3c29' },
  wrong: { fill: '#b93a32', fillHover: '#c2433a', text: '#f5a29b', soft: '#3d201e', softHover: '#4b2725' },
}

export const palettes = { light, dark } as const

const shades = (meaning: Meaning): MantineColorsTuple => {
  const { soft, softHover, text, fill, fillHover } = meaning
  return [soft, soft, softHover, softHover, text, text, fill, fill, fillHover, fillHover]
}

/** Mantine draws its dark grounds and edges from this row, lightest first. */
const DARK: MantineColorsTuple = [
  dark.ink,
  '#c6ccd3',
  dark.dimmed,
  dark.lineStrong,
  dark.edge,
  dark.line,
  dark.head,
  dark.surface,
  dark.paper,
  '#0f1215',
]

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 6,
  colors: { dark: DARK, blue: shades(light.action), amber: shades(light.wait), green: shades(light.done), red: shades(light.wrong) },
  fontFamily: "'Daiko Halfwidth Kana', 'Noto Sans JP Variable', 'Hiragino Sans', 'Yu Gothic UI', 'Meiryo', sans-serif",
  fontFamilyMonospace:
    "'Daiko Halfwidth Kana', ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans JP Variable', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '18px' }, h2: { fontSize: '15px' }, h3: { fontSize: '14px' } } },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '4px', lg: '6px', xl: '8px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false } },
    Modal: { defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.4 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 }, openDelay: 300 } },
    Paper: { defaultProps: { withBorder: true } },
  },
})

function meaningVariables(name: string, meaning: Meaning): Record<string, string> {
  return {
    [`--mantine-color-${name}-filled`]: meaning.fill,
    [`--mantine-color-${name}-filled-hover`]: meaning.fillHover,
    [`--mantine-color-${name}-light`]: meaning.soft,
    [`--mantine-color-${name}-light-hover`]: meaning.softHover,
    [`--mantine-color-${name}-light-color`]: meaning.text,
    [`--mantine-color-${name}-text`]: meaning.text,
    [`--mantine-color-${name}-outline`]: meaning.text,
    [`--mantine-color-${name}-outline-hover`]: meaning.soft,
  }
}

function variablesOf(palette: Palette): Record<string, string> {
  const { action, wait, done, wrong } = palette
  return {
    '--mantine-color-body': palette.paper,
    '--mantine-color-text': palette.ink,
    '--mantine-color-bright': palette.ink,
    '--mantine-color-dimmed': palette.dimmed,
    '--mantine-color-placeholder': palette.dimmed,
    '--mantine-color-error': wrong.text,
    '--mantine-color-success': done.text,
    '--mantine-color-anchor': action.text,
    '--mantine-color-default': palette.surface,
    '--mantine-color-default-hover': palette.hover,
    '--mantine-color-default-color': palette.ink,
    '--mantine-color-default-border': palette.edge,
    '--mantine-color-disabled': palette.head,
    '--mantine-color-disabled-color': palette.dimmed,
    '--mantine-color-disabled-border': palette.line,
    ...meaningVariables('blue', action),
    ...meaningVariables('amber', wait),
    ...meaningVariables('green', done),
    ...meaningVariables('red', wrong),
    '--daiko-surface': palette.surface,
    '--daiko-head': palette.head,
    '--daiko-head-text': palette.dimmed,
    '--daiko-hover': palette.hover,
    '--daiko-line': palette.line,
    '--daiko-line-strong': palette.lineStrong,
    '--daiko-focus': action.text,
    '--daiko-action-text': action.text,
    '--daiko-action-soft': action.soft,
    '--daiko-cleared-bar': palette.clearedBar,
    '--daiko-wait-bar': palette.waitBar,
    '--daiko-wait': wait.text,
    '--daiko-wait-soft': wait.soft,
    '--daiko-done': done.text,
    '--daiko-done-soft': done.soft,
    '--daiko-wrong': wrong.text,
    '--daiko-wrong-soft': wrong.soft,
  }
}

/** Gives Mantine and the desk's own style sheets the colours of light and dark. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: variablesOf(light), dark: variablesOf(dark) })
