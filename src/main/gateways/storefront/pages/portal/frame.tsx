import type { ReactNode } from 'react'
import { dateInJapan, formatDate } from '../../../../../preload/contract/date'
import type { PortalPerson } from '../../../counter'
import { Form } from '../parts/fields'
import type { Visitor } from '../visitor'

/** A form of somebody signed in: the token of the session goes along. */
export function OwnForm({ action, token, children }: { action: string; token: string; children: ReactNode }) {
  return (
    <Form action={action}>
      <input type="hidden" name="form" value={token} />
      {children}
    </Form>
  )
}

/** Above every page of the portal: whose it is and the day, also on paper; and the way out. */
export function framed(visitor: Visitor, person: PortalPerson, children: ReactNode): ReactNode {
  const { portal } = visitor.words
  return (
    <>
      <div className="whose">
        <p>
          {person.merchantName} <span className="code">{person.registrationNumber}</span>{' '}
          <span className="dimmed">{portal.on(formatDate(dateInJapan(person.at)))}</span>
        </p>
        <OwnForm action={visitor.to('/portal/sign-out')} token={person.formToken}>
          <button type="submit" className="plain">
            {portal.signOut}
          </button>
        </OwnForm>
      </div>
      {children}
    </>
  )
}
