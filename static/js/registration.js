// What an eighteen-digit number tells, shown while it is typed. The server reads and checks it by itself.
"use strict";

const registration = document.querySelector("form[data-registration]");
const numberField = registration.querySelector("[name=document_number]");
const kindField = registration.querySelector("[name=document_type]");
const numberFacts = registration.querySelector("[data-number-facts]");
const otherFacts = registration.querySelector("[data-other-facts]");

function factsInNumber() {
  const number = numberField.value.normalize("NFKC").replace(/[\s\-‐-―]/g, "");
  const found = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dXx]$/.exec(number);
  if (!found) return "";
  const [, year, month, day, sex] = found;
  return `号码中的出生日期：${year}-${month}-${day}，性别：${Number(sex) % 2 ? "男" : "女"}。请核对。`;
}

function showFacts() {
  const carded = !["passport", "officer", "taiwan_permit", "hongkong_macao_permit"].includes(kindField.value);
  const words = carded ? factsInNumber() : "";
  numberFacts.textContent = words;
  numberFacts.hidden = !words;
  if (!carded) otherFacts.open = true;
}

numberField.addEventListener("input", showFacts);
kindField.addEventListener("change", showFacts);
showFacts();
