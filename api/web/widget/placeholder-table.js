// Made from redaction/text/labels.yml by `python -m api.web.placeholder_script`. Change that, not this.

/** A placeholder such as <PERSON_1>; its first group is the label. */
export const PLACEHOLDER = /<(PERSON|ADDRESS|UK_POSTCODE|PHONE_NUMBER|EMAIL_ADDRESS|UK_NINO|UK_NHS|DATE_OF_BIRTH|BANK_ACCOUNT|CREDIT_CARD|UK_VEHICLE|UK_PASSPORT|UK_DRIVING_LICENCE|COUNCIL_REFERENCE|IP_ADDRESS)_[1-9][0-9]{0,5}>/g;

/** What is stored of a typed text that reads like a placeholder; its first group is that without its brackets. */
export const TYPED = /‹((?:PERSON|ADDRESS|UK_POSTCODE|PHONE_NUMBER|EMAIL_ADDRESS|UK_NINO|UK_NHS|DATE_OF_BIRTH|BANK_ACCOUNT|CREDIT_CARD|UK_VEHICLE|UK_PASSPORT|UK_DRIVING_LICENCE|COUNCIL_REFERENCE|IP_ADDRESS)_[1-9][0-9]{0,5})›/g;

/** What a resident reads in the place of a hidden detail. @type {Readonly<Record<string, string>>} */
export const HIDDEN = {
  "PERSON": "[name hidden]",
  "ADDRESS": "[address hidden]",
  "UK_POSTCODE": "[postcode hidden]",
  "PHONE_NUMBER": "[phone number hidden]",
  "EMAIL_ADDRESS": "[email address hidden]",
  "UK_NINO": "[National Insurance number hidden]",
  "UK_NHS": "[NHS number hidden]",
  "DATE_OF_BIRTH": "[date of birth hidden]",
  "BANK_ACCOUNT": "[bank details hidden]",
  "CREDIT_CARD": "[card number hidden]",
  "UK_VEHICLE": "[number plate hidden]",
  "UK_PASSPORT": "[passport number hidden]",
  "UK_DRIVING_LICENCE": "[driving licence number hidden]",
  "COUNCIL_REFERENCE": "[reference number hidden]",
  "IP_ADDRESS": "[internet address hidden]"
};
