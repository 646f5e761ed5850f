import type { ReactNode } from 'react'
import { type ApplicationDraft, TERMS_VERSION } from '../../../../../preload/contract/applications'
import { Language, PaymentMethod, SettlementAccount } from '../../../../../preload/contract/merchants'
import type { StorefrontWords } from '../../words'
import { Button, Buttons } from '../parts/buttons'
import { type Fact, Facts } from '../parts/facts'
import { CheckCard, FaultList, Form } from '../parts/fields'
import type { Stage } from './draft'
import { Carried, Named, type StageProps } from './stages'

/** The whole application once more, each part with the way back to it (a form of its own), and the acceptance of the terms. */
export function ReviewStage(props: StageProps) {
  const { visitor, draft, faults, banks } = props
  const { words } = visitor
  const { apply, forms } = words
  return (
    <section className="sheet">
      <h2>{apply.review.title}</h2>
      <Form action={visitor.to('/apply')}>
        <Carried stage="review" draft={draft} />
        <Part title={apply.company.title} stage="company" props={props}>
          <Facts facts={companyFacts(words, draft)} />
        </Part>
        <Part title={forms.account} stage="bank" props={props}>
          <Facts
            facts={[
              { label: forms.bank, value: <Named bank={banks.findBank(draft.bankCode)} /> },
              { label: forms.branch, value: <Named bank={banks.findBranch(draft.bankCode, draft.branchCode)} /> },
              { label: forms.accountType, value: typeName(words, draft.accountType) },
              { label: forms.accountNumber, value: <span className="code">{draft.accountNumber}</span> },
              { label: forms.holder, value: draft.holderKana },
            ]}
          />
        </Part>
        <Part title={apply.wishes.title} stage="wishes" props={props}>
          <Facts facts={wishFacts(words, draft)} />
        </Part>
      </Form>
      <hr />
      <Form action={visitor.to('/apply/send')}>
        <FaultList faults={faults} words={words} />
        <Carried stage="review" draft={draft} />
        <h3>{apply.review.termsTitle}</h3>
        <p>
          {apply.review.termsText} <a href={visitor.to('/apply/terms')}>{apply.review.termsLink}</a>
        </p>
        <CheckCard
          name="termsVersion"
          value={TERMS_VERSION}
          checked={draft.termsVersion === TERMS_VERSION}
          title={apply.review.terms(TERMS_VERSION)}
          faults={faults}
        />
        <Buttons>
          <Button>{apply.review.send}</Button>
          <Button kind="secondary" name="go" value="back" action={visitor.to('/apply')}>
            {forms.back}
          </Button>
        </Buttons>
      </Form>
    </section>
  )
}

function Part({ title, stage, props: { visitor }, children }: { title: string; stage: Stage; props: StageProps; children: ReactNode }) {
  return (
    <section className="stack" aria-label={title}>
      <div className="part-head">
        <h3>{title}</h3>
        <button type="submit" className="plain" name="go" value={stage} formAction={visitor.to('/apply')}>
          {visitor.words.forms.change}
          <span className="unseen">: {title}</span>
        </button>
      </div>
      {children}
    </section>
  )
}

function companyFacts({ apply }: StorefrontWords, draft: ApplicationDraft): Fact[] {
  const { company, review } = apply
  const names = ['name', 'nameKana', 'representative', 'postalAddress', 'telephone', 'email', 'website', 'tNumber'] as const
  return names.map((name) => ({ label: company[name], value: draft[name] === '' ? review.none : draft[name] }))
}

function wishFacts({ apply, nouns, forms }: StorefrontWords, draft: ApplicationDraft): Fact[] {
  const { wishes } = apply
  const methods = PaymentMethod.options.filter((method) => draft.methods.includes(method)).map((method) => nouns.method[method])
  const language = Language.safeParse(draft.language)
  return [
    { label: wishes.methods, value: methods.join(forms.comma) },
    { label: wishes.noticeBy, value: draft.noticeBy === 'letter' ? wishes.letter.title : wishes.mail.title },
    { label: wishes.language, value: language.success ? { ja: '日本語', en: 'English' }[language.data] : '' },
  ]
}

function typeName({ nouns }: StorefrontWords, typed: string): string {
  const type = SettlementAccount.shape.accountType.safeParse(typed)
  return type.success ? nouns.accountType[type.data] : ''
}
