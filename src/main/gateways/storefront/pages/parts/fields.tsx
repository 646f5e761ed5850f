import type { HTMLInputTypeAttribute, ReactNode } from 'react'
import type { StorefrontWords } from '../../words'

/*
 * Fields of forms. The server judges what was sent and says it in the page's language, beside the field and above the form; the
 * browser's own bubbles stay out of it (`noValidate`).
 */

/** What is wrong with a field, as a sentence; the field's name leads to it. */
export interface FieldFault {
  readonly name: string
  readonly text: string
}

const hintOf = (name: string) => `${name}-hint`
const errorOf = (name: string) => `${name}-error`

function describedBy(name: string, hint: ReactNode, error: string | undefined): string | undefined {
  const ids = [hint ? hintOf(name) : '', error ? errorOf(name) : ''].filter((id) => id !== '')
  return ids.length > 0 ? ids.join(' ') : undefined
}

/** A form that is sent to the bank, in one piece and without script. */
export function Form({ action, children }: { action: string; children: ReactNode }) {
  return (
    <form method="post" action={action} acceptCharset="utf-8" noValidate>
      {children}
    </form>
  )
}

/** Above a form: everything that is wrong with it, each leading to its field. */
export function FaultList({ faults, words }: { faults: readonly FieldFault[]; words: StorefrontWords }) {
  if (faults.length === 0) return null
  return (
    <section className="notice wrong" role="alert">
      <h2 className="notice-title">{words.fields.faults}</h2>
      <ul>
        {faults.map(({ name, text }) => (
          <li key={name}>
            <a href={`#${name}`}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FieldProps {
  readonly words: StorefrontWords
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  /** `depends`: on something else of the form, as the hint says. */
  readonly required?: boolean | 'depends'
  readonly faults?: readonly FieldFault[]
}

const faultOf = (name: string, faults: readonly FieldFault[] = []) => faults.find((fault) => fault.name === name)?.text

function Need({ required, words }: { required: FieldProps['required']; words: StorefrontWords }) {
  if (required === 'depends') return null
  return <span className={required ? 'need must' : 'need'}>{required ? words.fields.required : words.fields.optional}</span>
}

function HintAndError({ name, hint, error }: { name: string; hint: ReactNode; error: string | undefined }) {
  return (
    <>
      {hint ? (
        <p className="hint" id={hintOf(name)}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="error" id={errorOf(name)}>
          {error}
        </p>
      ) : null}
    </>
  )
}

interface TextFieldProps extends FieldProps {
  readonly value?: string
  readonly type?: HTMLInputTypeAttribute
  readonly inputMode?: 'text' | 'numeric' | 'email' | 'tel' | 'url'
  readonly autoComplete?: string
  readonly maxLength?: number
  /** For codes and numbers. */
  readonly short?: boolean
}

/** One line of text. */
export function TextField({ words, name, label, hint, required, faults, value, type = 'text', short, ...input }: TextFieldProps) {
  const error = faultOf(name, faults)
  return (
    <div className={error ? 'field faulty' : 'field'}>
      <label htmlFor={name}>
        {label}
        <Need required={required} words={words} />
      </label>
      <HintAndError name={name} hint={hint} error={error} />
      <input
        {...input}
        id={name}
        name={name}
        type={type}
        className={short ? 'short' : undefined}
        defaultValue={value}
        aria-required={required === true}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint, error)}
      />
    </div>
  )
}

/** Several lines of text. */
export function TextArea({
  words,
  name,
  label,
  hint,
  required,
  faults,
  value,
  maxLength,
}: FieldProps & { value?: string; maxLength?: number }) {
  const error = faultOf(name, faults)
  return (
    <div className={error ? 'field faulty' : 'field'}>
      <label htmlFor={name}>
        {label}
        <Need required={required} words={words} />
      </label>
      <HintAndError name={name} hint={hint} error={error} />
      <textarea
        id={name}
        name={name}
        maxLength={maxLength}
        defaultValue={value}
        aria-required={required === true}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint, error)}
      />
    </div>
  )
}

/** One of a short list that needs no explanation. */
export function SelectField({
  words,
  name,
  label,
  hint,
  required,
  faults,
  value,
  options,
}: FieldProps & { value?: string; options: readonly { value: string; label: string }[] }) {
  const error = faultOf(name, faults)
  return (
    <div className={error ? 'field faulty' : 'field'}>
      <label htmlFor={name}>
        {label}
        <Need required={required} words={words} />
      </label>
      <HintAndError name={name} hint={hint} error={error} />
      <select
        id={name}
        name={name}
        defaultValue={value}
        aria-required={required === true}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint, error)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** One way among several, with all that one should know before choosing it. */
export interface CardOption {
  readonly value: string
  readonly title: string
  readonly text?: ReactNode
  readonly facts?: readonly { readonly label: string; readonly value: string }[]
}

function CardBody({ title, text, facts }: Omit<CardOption, 'value'>) {
  return (
    <span>
      <span className="card-title">{title}</span>
      {text ? <span className="card-text">{text}</span> : null}
      {facts ? (
        <span className="card-facts">
          {facts.map((fact) => [
            <span key={fact.label} className="dimmed">
              {fact.label}
            </span>,
            <span key={`${fact.label} value`} className="figures">
              {fact.value}
            </span>,
          ])}
        </span>
      ) : null}
    </span>
  )
}

/** Choosing one of several, each a card that can be pressed anywhere. The first bears the field's name, so that a fault leads to it. */
export function RadioCards({
  words,
  name,
  label,
  hint,
  required,
  faults,
  value,
  options,
}: FieldProps & { value?: string | undefined; options: readonly CardOption[] }) {
  const error = faultOf(name, faults)
  return (
    <fieldset className={error ? 'field faulty' : 'field'} aria-describedby={describedBy(name, hint, error)}>
      <legend className="question">
        {label}
        <Need required={required} words={words} />
      </legend>
      <HintAndError name={name} hint={hint} error={error} />
      <div className={options.some(({ text }) => text) ? 'cards' : 'cards bare'}>
        {options.map((option, at) => (
          <label key={option.value} className="card">
            <input
              type="radio"
              id={at === 0 ? name : `${name}-${option.value}`}
              name={name}
              value={option.value}
              defaultChecked={option.value === value}
            />
            <CardBody {...option} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Yes or no, as a card that can be pressed anywhere. */
export function CheckCard({
  name,
  id = name,
  value,
  checked,
  title,
  text,
  faults,
}: {
  name: string
  /** Where several bear the same name. */
  id?: string
  value: string
  checked: boolean
  title: string
  text?: ReactNode
  faults?: readonly FieldFault[]
}) {
  const error = faultOf(name, faults)
  return (
    <div className={error ? 'faulty' : undefined}>
      <HintAndError name={name} hint={null} error={error} />
      <label className="card">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          defaultChecked={checked}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(name, null, error)}
        />
        <CardBody title={title} text={text} />
      </label>
    </div>
  )
}
