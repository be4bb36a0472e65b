"""What the national register of 职业技能等级证书 is sent: the upload sheet and the form that confirms it."""
